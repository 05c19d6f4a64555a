import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CID } from 'multiformats/cid';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { storeBadgeContent } from '../badgeContent.ts';
import { badgeCodes, designOf } from '../domain/badges.ts';
import { openContentStore, parseCid, type ContentStore } from '../ipfs/contentStore.ts';
import { startTestNfts, type TestNfts } from './support.ts';

let folder: string;
let store: ContentStore;
let nfts: TestNfts;
beforeAll(async () => {
  folder = await temporaryFolder();
  store = await openContentStore(folder);
  nfts = await startTestNfts();
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Writes other bytes into every block of a folder. */
async function damage(blocks: string): Promise<void> {
  const files = await readdir(blocks, { recursive: true, withFileTypes: true });
  for (const file of files) if (file.isFile()) await writeFile(join(file.parentPath, file.name), '{"a":2}');
}

describe('stored content', () => {
  test('has a CIDv1 that anybody can check: the SHA-256 of the bytes', async () => {
    const cid = CID.parse(await store.put(bytesOf('{"a":1}')));
    expect(cid).toMatchObject({ version: 1, code: 0x55, multihash: { code: 0x12 } });
    expect(Buffer.from(cid.multihash.digest)).toEqual(createHash('sha256').update('{"a":1}').digest());
    expect(Buffer.from((await store.get(cid)) ?? [])).toEqual(Buffer.from('{"a":1}'));
  });

  test('stored again, also by several at once, has the same id and is whole', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => store.put(bytesOf('again and again'))));
    expect(new Set(ids).size).toBe(1);
    expect(Buffer.from((await store.get(CID.parse(ids[0] ?? ''))) ?? []).toString()).toBe('again and again');
  });

  test('is not given out when the bytes on disk are others', async () => {
    const own = join(folder, 'damaged');
    const damaged = await openContentStore(own);
    const cid = CID.parse(await damaged.put(bytesOf('{"a":1}')));
    await damage(own);
    await expect(damaged.get(cid)).rejects.toThrow('damaged');
  });

  test('above one block is refused', async () => {
    await expect(store.put(new Uint8Array(1024 * 1024 + 1))).rejects.toThrow('more than one block');
  });
});

describe('a badge', () => {
  test.each(badgeCodes)('for %s has the same content ids wherever it is made', async (code) => {
    const elsewhere = await openContentStore(join(folder, 'elsewhere'));
    expect(await storeBadgeContent(elsewhere, code)).toEqual(await storeBadgeContent(store, code));
  });

  test.each(badgeCodes)('for %s has a picture that runs and loads nothing', (code) => {
    const { image } = designOf(code);
    expect(image).not.toMatch(/<script|href=|url\(|<image|<foreignObject|\son\w+=/i);
  });
});

describe('the route of content', () => {
  const get = (cid: string, init: RequestInit = {}) => fetch(`${nfts.url}/ipfs/${cid}`, init);
  const badge = () => storeBadgeContent(store, 'FIRST_WORKOUT');

  test('serves every badge from the start, with its type, for ever, and as nothing but what it is', async () => {
    const { imageCid, metadataCid } = await badge();
    const responses = await Promise.all([get(metadataCid), get(imageCid)]);
    const types = responses.map(({ headers }) => headers.get('content-type'));
    expect(types).toEqual(['application/json; charset=utf-8', 'image/svg+xml']);
    for (const response of responses) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
  });

  test('answers HEAD as GET, without the bytes', async () => {
    const { imageCid } = await badge();
    const [head, whole] = await Promise.all([get(imageCid, { method: 'HEAD' }), get(imageCid)]);
    const length = (await whole.arrayBuffer()).byteLength;
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(length));
    expect(head.headers.get('content-type')).toBe('image/svg+xml');
    expect(await head.text()).toBe('');
  });

  test('answers 304 to who has it, however the tag came back', async () => {
    const { metadataCid } = await badge();
    const etag = (await get(metadataCid)).headers.get('etag');
    expect(etag).toBe(`"${metadataCid}"`);
    for (const tags of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
      const response = await get(metadataCid, { headers: { 'if-none-match': tags ?? '' } });
      expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, '']);
    }
    expect((await get(metadataCid, { headers: { 'if-none-match': '"another"' } })).status).toBe(200);
  });

  test('knows content by its id in any base', async () => {
    const { metadataCid } = await badge();
    const { base58btc } = await import('multiformats/bases/base58');
    expect((await get(CID.parse(metadataCid).toString(base58btc))).status).toBe(200);
  });

  test('answers 404 to ids of what is not here, also when they carry their content or name another codec', async () => {
    const { metadataCid } = await badge();
    const known = CID.parse(metadataCid);
    const inline = parseCid('bafkqaddimvwgy3zao5xxe3debi');
    if (!inline) throw new Error('not a content id');
    const ids = [
      'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
      inline.toString(),
      CID.createV1(0x70, known.multihash).toString(),
      CID.createV1(0x70, known.multihash).toV0().toString(),
    ];
    const responses = await Promise.all(ids.map((id) => get(id, { headers: { 'if-none-match': `"${id}"` } })));
    expect(responses.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  test('answers 400 to what is no content id', async () => {
    for (const text of [
      'x',
      '..%2f..%2fetc%2fpasswd',
      'bafk%00',
      'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy.json',
    ]) {
      const response = await get(text);
      expect([text, response.status]).toEqual([text, 400]);
      expect(await response.json()).toMatchObject({ error: { code: 'INVALID_CID' } });
    }
  });

  test('hides what is wrong when the bytes on disk are damaged', async () => {
    const own = await startTestNfts();
    await damage(own.folder);
    const { metadataCid } = await badge();
    const response = await fetch(`${own.url}/ipfs/${metadataCid}`);
    expect(response.status).toBe(500);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toContain('damaged');
  });
});
