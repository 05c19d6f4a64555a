import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { clientOf } from '#platform/client.ts';
import type { RequestInfo } from '#platform/server/requestInfo.ts';
import { mutation } from '#platform/server/mutation.ts';
import { anonymous } from '#platform/viewer.ts';
import { confirmEmail } from '../actions/account/confirmEmail.ts';
import { resetPassword } from '../actions/account/resetPassword.ts';
import type { Context } from '../context.ts';
import { writePage, type Page } from './page.ts';

const query = z.object({ token: z.string().max(200) });

const pages = {
  '/account/confirm-email': {
    title: 'Confirm your e-mail address',
    text: 'Is this your account, and your address?',
    form: { asksForPassword: false, button: 'Yes, confirm' },
    done: 'Your e-mail address is confirmed.',
    run: mutation(confirmEmail, { viewer: null }),
  },
  '/account/reset-password': {
    title: 'Choose a new password',
    text: 'It takes the place of the old one, and all your sessions end.',
    form: { asksForPassword: true, button: 'Save' },
    done: 'Your password is changed. You can log in with it now.',
    run: mutation(resetPassword, {}),
  },
} as const;

/**
 * The pages that mailed links lead to, for people without an application of ours. Looking at one does nothing, since
 * programs that check mails do that too; only its button does.
 */
export async function addPages(app: FastifyInstance, createContext: (request: RequestInfo) => Context): Promise<void> {
  await app.register((scope, _options, registered) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 10_000 },
      (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(body.toString()))),
    );
    for (const [path, { title, text, form, done, run }] of Object.entries(pages)) {
      scope.get(path, async (request, reply) => {
        const shown = query.safeParse(request.query);
        if (!shown.success) return show(reply, 404, { title, text: 'This link is not complete.' });
        return show(reply, 200, { title, text, form: { ...form, token: shown.data.token } });
      });
      scope.post(path, async (request, reply) => {
        const client = clientOf(request.headers);
        const context = createContext({ viewer: anonymous, requestId: request.id, client });
        const { userErrors } = await run(undefined, { input: request.body }, context);
        const [problem] = userErrors;
        if (!problem) return show(reply, 200, { title, text: done });
        const token = query.safeParse(request.body).data?.token ?? '';
        return show(reply, 400, { title, text: problem.message, form: { ...form, token } });
      });
    }
    registered();
  });
}

const show = (reply: FastifyReply, status: number, page: Page): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-frame-options', 'DENY')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
    .send(writePage(page));
