import { Kind, parse, print, visit } from 'graphql';

/**
 * The supergraph as the stock gateway accepts it: that one refuses to start when a feature is marked as one of security,
 * because it knows none. Here `@authenticated` and the like are kept by us, before it is asked.
 */
export const withoutSecurityMarks = (sdl: string): string =>
  print(
    visit(parse(sdl, { noLocation: true }), {
      Directive: (directive) =>
        directive.name.value === 'link'
          ? {
              ...directive,
              arguments: (directive.arguments ?? []).filter(
                ({ value }) => !(value.kind === Kind.ENUM && value.value === 'SECURITY'),
              ),
            }
          : undefined,
    }),
  );
