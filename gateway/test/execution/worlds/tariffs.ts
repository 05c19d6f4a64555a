import type { World, WorldObject } from '../world.ts';

type Self = Readonly<Record<string, unknown>>;

/** A value that @requires asks with arguments: as the representation brought it, or computed. */
function given(self: unknown, field: string, args: Record<string, unknown>): number {
  const value: unknown = typeof self === 'object' && self !== null ? Reflect.get(self, field) : undefined;
  const found: unknown = typeof value === 'function' ? Reflect.apply(value, undefined, [args, self]) : value;
  return typeof found === 'number' ? found : Number.NaN;
}

const whole = (value: number): number | null => (Number.isFinite(value) ? value : null);

const plans: WorldObject[] = [1, 2, 3, 4].map((n) => ({
  __typename: n === 3 ? 'Bundle' : 'Plan',
  id: `t${n}`,
  code: `C${n}`,
  name: `Tariff ${n}`,
  rate: ({ zone }: { zone: string }) => (zone === 'HOME' ? n * 10 : n * 100),
  usage: { __typename: 'Usage', peak: ({ hours }: { hours: number }) => hours + n, unit: 'kWh' },
  label: `Label ${n}`,
  note: n === 2 ? null : `Note ${n}`,
  home: (_: unknown, self: Self) => whole(given(self, 'rate', { zone: 'HOME' }) * 2),
  away: (_: unknown, self: Self) => whole(given(self, 'rate', { zone: 'AWAY' }) * 3),
  day: (_: unknown, self: Self) => whole(given(self['usage'], 'peak', { hours: 16 }) + 1),
  night: (_: unknown, self: Self) =>
    whole(given(self['usage'], 'peak', { hours: 8 }) + given(self, 'rate', { zone: 'HOME' })),
  named: (_: unknown, self: Self) => `${String(self['name'])}/${String(self['label'] !== undefined)}`,
  bill: (_: unknown, self: Self) => {
    const home = self['home'];
    return typeof home === 'function' ? whole(given(self, 'home', {}) + 1) : whole(Number(home) + 1);
  },
}));
const customers: WorldObject[] = [1, 2].map((n) => ({
  __typename: 'Customer',
  id: `c${n}`,
  offers: plans.slice(n - 1, n + 1),
  best: plans[n],
  total: (_: unknown, self: Self) => sum(self['offers'], 'HOME'),
  totalAway: (_: unknown, self: Self) => sum(self['offers'], 'AWAY'),
}));
for (const [n, plan] of plans.entries()) Object.assign(plan, { customers: customers.slice(0, n % 3) });

const sum = (offers: unknown, zone: string): number | null =>
  Array.isArray(offers)
    ? whole(offers.reduce((total: number, offer) => total + given(offer, 'rate', { zone }), 0))
    : null;

/** One field asked with different arguments by several @requires and the client; @requires of @requires; fetches that merge. */
export const tariffs: World = {
  name: 'tariffs',
  subgraphs: {
    rates: `
      type Query { plans: [Plan!]! offers: [Offer] customers: [Customer!]! }
      enum Zone { HOME AWAY }
      interface Offer { id: ID! rate(zone: Zone!): Int }
      type Plan implements Offer @key(fields: "id") @key(fields: "code") { id: ID! code: ID! rate(zone: Zone!): Int usage: Usage name: String customers: [Customer!] }
      type Bundle implements Offer @key(fields: "id") { id: ID! rate(zone: Zone!): Int name: String }
      type Usage { peak(hours: Int = 1): Int unit: String }
      type Customer @key(fields: "id") { id: ID! offers: [Offer!] best: Offer }
    `,
    billing: `
      enum Zone { HOME AWAY }
      interface Offer { id: ID! rate(zone: Zone!): Int }
      type Plan implements Offer @key(fields: "id") { id: ID! rate(zone: Zone!): Int @external usage: Usage @external name: String @external
        label: String home: Int @requires(fields: "rate(zone: HOME)") away: Int @requires(fields: "rate(zone: AWAY)")
        night: Int @requires(fields: "usage { peak(hours: 8) } rate(zone: HOME)") day: Int @requires(fields: "usage { peak(hours: 16) }")
        named: String @requires(fields: "name") }
      type Usage @external { peak(hours: Int = 1): Int }
      type Bundle implements Offer @key(fields: "id") { id: ID! rate(zone: Zone!): Int @external label: String home: Int @requires(fields: "rate(zone: HOME)") }
      type Customer @key(fields: "id") { id: ID! offers: [Offer!] @external
        total: Int @requires(fields: "offers { rate(zone: HOME) }") totalAway: Int @requires(fields: "offers { rate(zone: AWAY) }") }
    `,
    shopfront: `
      type Query { shown: [Plan!]! }
      type Plan @key(fields: "code") { code: ID! }
    `,
    audit: `
      type Plan @key(fields: "id") { id: ID! note: String home: Int @external bill: Int @requires(fields: "home") }
    `,
  },
  query: {
    plans: plans.filter(({ __typename }) => __typename === 'Plan'),
    offers: [...plans, null],
    customers,
    shown: plans.filter(({ __typename }) => __typename === 'Plan'),
  },
  entities: [...plans, ...customers],
  samples: ['t1', 't2'],
};
