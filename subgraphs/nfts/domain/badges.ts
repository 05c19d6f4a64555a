/** What a badge looks like and says; the same for everybody who gets it. */
export interface BadgeDesign {
  readonly title: string;
  readonly description: string;
  /** The picture: an SVG document. */
  readonly image: string;
}

/** The achievements there is a badge for. */
export const badgeCodes = ['FIRST_WORKOUT'] as const;
/** An achievement there is a badge for. */
export type BadgeCode = (typeof badgeCodes)[number];

/** A laurel wreath around a sign, 512 × 512. */
const wreath = (sign: string): string =>
  [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" role="img">',
    '<circle cx="256" cy="256" r="248" fill="#10301f"/>',
    '<g fill="#7fc08a">',
    ...leaves(),
    '</g>',
    `<text x="256" y="256" fill="#f4e6b0" font-family="sans-serif" font-size="150" font-weight="700" text-anchor="middle" dominant-baseline="central">${sign}</text>`,
    '</svg>',
  ].join('\n');

/** Leaves along both sides of a wreath that is open at the top. */
function leaves(): string[] {
  const steps = Array.from({ length: 11 }, (_, index) => 25 + index * 14);
  return steps.flatMap((degrees) =>
    [degrees, -degrees].map(
      (angle) =>
        `<ellipse cx="256" cy="70" rx="14" ry="34" transform="rotate(${angle + 180} 256 256) rotate(${angle > 0 ? 35 : -35} 256 70)"/>`,
    ),
  );
}

const designs: Readonly<Record<BadgeCode, BadgeDesign>> = {
  FIRST_WORKOUT: {
    title: 'First workout',
    description: 'Awarded for the first workout recorded with Laurel.',
    image: wreath('1'),
  },
};

/** The design of an achievement's badge. */
export const designOf = (code: BadgeCode): BadgeDesign => designs[code];

/**
 * The metadata of a badge as ERC-721 describes it (EIP-721, "ERC721 Metadata JSON Schema"), in bytes. It says nothing
 * about the person, so that everybody's badge of one kind has the same content id.
 */
export function metadataOf(code: BadgeCode, { title, description }: BadgeDesign, imageCid: string): Uint8Array {
  const metadata = {
    name: title,
    description,
    image: `ipfs://${imageCid}`,
    attributes: [
      { trait_type: 'Kind', value: 'Badge' },
      { trait_type: 'Achievement', value: code },
    ],
  };
  return new TextEncoder().encode(JSON.stringify(metadata));
}
