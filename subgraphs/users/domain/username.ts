/** Words by which a name speaks for the house, or for nobody. */
const RESERVED = `
  abuse admin administration administrator anonymous api billing bot contact customer daemon deleted everyone guest help
  helpdesk hostmaster info laurel legal mailer mod moderation moderator noreply null official operator postmaster privacy
  root security service staff superuser support sysadmin system team undefined unknown webmaster
`;

const reserved = new RegExp(`^(?:(?:${RESERVED.trim().split(/\s+/).join('|')})s?)+$`);

/** Whether a username is kept from people: made of nothing but such words, whatever digits and signs stand among them. */
export const isReserved = (username: string): boolean => reserved.test(username.toLowerCase().replace(/[^a-z]/g, ''));
