import { z } from 'zod';
import type { Random } from '../../fixtures/random.ts';
import { zipOf } from '../support/zips.ts';

const opened = z.object({
  url: z.string(),
  method: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
});
const payload = z.object({ data: z.object({ createUpload: z.object({ upload: opened }) }) });

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const GPX_POINTS = 8;
const LONGEST = 1024 * 1024;

/**
 * Sends the bytes of an upload that was opened, right ones or not, once or more. Answers what is wrong with an answer to
 * them; null when nothing is, or no upload was opened.
 */
export async function sendBytes(answer: unknown, variables: string, random: Random): Promise<string | null> {
  const read = payload.safeParse(answer);
  const byteLength = Number(/"byteLength":(\d+)/.exec(variables)?.[1] ?? 0);
  if (!read.success || byteLength > LONGEST) return null;
  const { url, method, headers } = read.data.data.createUpload.upload;
  const body = await bytesOf(byteLength, random);
  const sent = random.pick([
    body,
    body,
    body,
    body,
    body,
    body,
    body,
    body,
    body.subarray(1),
    Buffer.concat([body, body]),
    Buffer.alloc(0),
  ]);
  const target = random.next() < 0.05 ? `${url.slice(0, -3)}abc` : url;
  const times = random.next() < 0.2 ? 3 : 1;
  const answers = await Promise.all(
    Array.from({ length: times }, async () => {
      const response = await fetch(target, {
        method,
        headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
        body: Uint8Array.from(sent),
      });
      return faultOfPlain(response);
    }),
  );
  return answers.find((fault) => fault !== null) ?? null;
}

/** Fetches an address that an answer told, as it is or a little wrong: of a picture, an original file, a calendar. */
export async function fetchTold(gatewayUrl: string, text: string, random: Random): Promise<string | null> {
  const told = [...text.matchAll(/"(https?:[^"]*\/(?:media|calendar)\/[^"]*)"/g)].flatMap(([, url]) => url ?? []);
  const [first, ...rest] = told.filter((url) => url.startsWith(gatewayUrl));
  if (first === undefined) return null;
  const url = random.pick([first, ...rest]);
  const wrong = [url.slice(0, -1), `${url}%00`, url.replace(/[0-9a-f]{8}-/, '../../'), `${url}?token=x`] as const;
  const response = await fetch(random.next() < 0.5 ? url : random.pick(wrong));
  return faultOfPlain(response);
}

async function faultOfPlain(response: Response): Promise<string | null> {
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status < 400) return null;
  const text = bytes.toString().slice(0, 300);
  const isNamed = response.status < 500 && (response.status === 404 || text.includes('"code"'));
  return isNamed ? null : `${response.url} answered ${response.status}: ${text}`;
}

/** So many bytes: a GPX file, an archive with one, a picture, or noise; those that can be any length are filled up. */
async function bytesOf(length: number, random: Random): Promise<Buffer> {
  const noise = (): Promise<Buffer> => Promise.resolve(Buffer.from(Array.from({ length }, () => random.whole(0, 255))));
  const filled = (start: Buffer): Promise<Buffer> =>
    start.length > length
      ? noise()
      : Promise.resolve(Buffer.concat([start, Buffer.alloc(length - start.length, 0x20)]));
  const gpx = Buffer.from(gpxOf(random));
  const archive = async (): Promise<Buffer> => {
    const around = (await zipOf([['a.gpx', new Uint8Array(), { compress: false }]])).length;
    if (around + gpx.length > length) return noise();
    const inside = Buffer.concat([gpx, Buffer.alloc(length - around - gpx.length, 0x20)]);
    return Buffer.from(await zipOf([['a.gpx', inside, { compress: false }]]));
  };
  return random.pick([
    () => filled(gpx),
    () => filled(gpx),
    archive,
    () => filled(Buffer.from(PNG, 'base64')),
    noise,
  ])();
}

function gpxOf(random: Random): string {
  const start = Date.UTC(2024, 0, 1) + random.whole(0, 600) * 86_400_000;
  const points = Array.from({ length: GPX_POINTS }, (_, i) => {
    const time = new Date(start + i * 60_000).toISOString();
    return `<trkpt lat="${46 + i / 500}" lon="14.5"><time>${time}</time></trkpt>`;
  });
  return `<gpx version="1.1" creator="fuzz"><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`;
}
