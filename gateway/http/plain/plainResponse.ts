import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { givePageBack } from '../../execution/client/pages.ts';
import type { Answer } from '../../execution/executor.ts';

let dateSecond = 0;
let dateLine = '';

/** The `Date` header, made once a second. */
function date(): string {
  const now = Date.now();
  const second = Math.floor(now / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateLine = `date: ${new Date(now).toUTCString()}\r\n`;
  }
  return dateLine;
}

/** An answer, and what goes into its head. */
export interface PlainAnswer extends Pick<Answer, 'body' | 'page'> {
  readonly requestId: string;
  /** Header lines, each with its line end. */
  readonly headers: string;
  readonly status: number;
}

/** Writes head and body in one go. */
export function writeAnswerTo(
  socket: Socket,
  { requestId, headers, body, page, status }: PlainAnswer,
  isLast: boolean,
): void {
  const connection = isLast ? 'close\r\n' : 'keep-alive\r\nkeep-alive: timeout=65\r\n';
  const head =
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nx-request-id: ${requestId}\r\n${headers}` +
    `content-length: ${body.length}\r\ncache-control: no-store\r\n${date()}connection: ${connection}\r\n`;
  const room = page ? body.byteOffset - page.byteOffset : 0;
  if (page && head.length <= room) {
    const start = room - head.length;
    page.write(head, start, 'latin1');
    socket.write(page.subarray(start, room + body.length));
    if (socket.writableLength === 0) givePageBack(page);
    return;
  }
  const message = Buffer.allocUnsafe(head.length + body.length);
  message.write(head, 0, 'latin1');
  message.set(body, head.length);
  socket.write(message);
}
