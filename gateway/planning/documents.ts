import { GraphQLError, Kind, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { formatted, gatewayError, isStackOverflow, refused, RequestError } from '../errors.ts';
import { finiteNumbers } from '../finiteNumbers.ts';
import { checkLimits, type Limits } from '../limits/limits.ts';

const MAX_VALIDATION_ERRORS = 20;

/** What graphql-js says when it has compared half a million pairs of fields that go by one name. */
const GIVEN_UP = 'Validation aborted.';
const tooComplex = gatewayError(
  'QUERY_TOO_COMPLEX',
  'The document asks fields of one name too often, or in too many fragments, to be validated.',
);

const RULES = [...specifiedRules, finiteNumbers];

/** Parses, measures and validates a document. @throws RequestError that says what is wrong with it. */
export function readDocumentText(query: string, schema: GraphQLSchema, limits: Limits): DocumentNode {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    checkLimits(document, limits);
    const errors = validate(schema, document, RULES, { maxErrors: MAX_VALIDATION_ERRORS });
    if (errors.length === 0) return document;
    if (errors.some(({ message }) => message === GIVEN_UP)) throw refused(tooComplex);
    throw refused(...errors.map((error) => formatted(error, 'GRAPHQL_VALIDATION_FAILED')));
  } catch (error) {
    if (error instanceof RequestError) throw error;
    // Whoever parses or validates goes down with the document, and the stack has an end.
    if (isStackOverflow(error)) {
      throw refused(gatewayError('QUERY_TOO_DEEP', 'The document is nested too deeply to be read.'));
    }
    if (!(error instanceof GraphQLError)) throw error;
    if (error.nodes) throw refused(formatted(rootCondition(error), 'GRAPHQL_VALIDATION_FAILED'));
    throw refused(
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
