import { GraphQLError, Kind, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { BoundedCache } from '../boundedCache.ts';
import { formatted, gatewayError, isStackOverflow, refused, RequestError } from '../errors.ts';
import { finiteNumbers } from '../finiteNumbers.ts';
import { checkLimits, type Limits } from '../limits/limits.ts';

const KEPT_DOCUMENTS = { entries: 2_000, weight: 16 * 1024 * 1024 };
const MAX_VALIDATION_ERRORS = 20;

/** What graphql-js says when it has compared half a million pairs of fields that go by one name. */
const GIVEN_UP = 'Validation aborted.';
const tooComplex = gatewayError(
  'QUERY_TOO_COMPLEX',
  'The document asks fields of one name too often, or in too many fragments, to be validated.',
);

const RULES = [...specifiedRules, finiteNumbers];

/** Parses, measures and validates documents, each text once while it is kept; what was wrong with one is kept too. */
export function createDocuments(schema: GraphQLSchema, limits: Limits): (query: string) => DocumentNode {
  const kept = new BoundedCache<DocumentNode | RequestError>(KEPT_DOCUMENTS);
  return (query) => {
    const known = kept.get(query);
    const outcome = known ?? read(query, schema, limits);
    if (!known) kept.set(query, outcome);
    if (outcome instanceof RequestError) throw outcome;
    return outcome;
  };
}

function read(query: string, schema: GraphQLSchema, limits: Limits): DocumentNode | RequestError {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    checkLimits(document, limits);
    const errors = validate(schema, document, RULES, { maxErrors: MAX_VALIDATION_ERRORS });
    if (errors.length === 0) return document;
    if (errors.some(({ message }) => message === GIVEN_UP)) return refused(tooComplex);
    return refused(...errors.map((error) => formatted(error, 'GRAPHQL_VALIDATION_FAILED')));
  } catch (error) {
    if (error instanceof RequestError) return error;
    // Whoever parses or validates goes down with the document, and the stack has an end.
    if (isStackOverflow(error)) {
      return refused(gatewayError('QUERY_TOO_DEEP', 'The document is nested too deeply to be read.'));
    }
    if (!(error instanceof GraphQLError)) throw error;
    if (error.nodes) return refused(formatted(rootCondition(error), 'GRAPHQL_VALIDATION_FAILED'));
    return refused(
      /more tha[nt] \d+ tokens/.test(error.message)
        ? gatewayError('TOO_MANY_TOKENS', `The document has more than ${limits.tokens} tokens.`)
        : formatted(error, 'GRAPHQL_PARSE_FAILED'),
    );
  }
}

/**
 * What the validation throws instead of telling it: graphql-js reads the conditions at the root of a subscription without
 * variables, and misses those. The specification allows no condition there at all.
 */
const rootCondition = (error: GraphQLError): GraphQLError =>
  error.nodes?.some(({ kind }) => kind === Kind.VARIABLE)
    ? new GraphQLError('The root field of a subscription cannot depend on variables by @skip or @include.', error)
    : error;
