import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';

/** The domain of the one address that a sender names (`Laurel <no-reply@laurel.example>`), in ASCII; undefined when it does not name just one. */
export function senderDomain(sender: string): string | undefined {
  const [mailbox, ...others] = addressparser(sender);
  const domain = /^[^\s@]+@([^\s@]+)$/.exec(mailbox?.address ?? '')?.[1];
  // Of what Unicode makes no domain of, such as an address in brackets, nothing is left.
  return domain === undefined || others.length > 0 ? undefined : domainToASCII(domain) || undefined;
}
