import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Access } from '../auth/access.ts';
import type { Conditions } from '../execution/plan/selections.ts';
import type { Weight } from '../execution/weight.ts';

/** What a client asks, as text. */
export interface OperationText {
  readonly query: string;
  readonly operationName: string | undefined;
}

/** An operation made ready to be executed; the same object for the same text and access, for as long as it is kept. */
export interface PlannedOperation {
  /** The operation the client chose of its document, valid against the API schema: as asked, its fragments put in. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** What was planned, where the viewer may not read all of it; the answer is completed by `document` all the same. */
  readonly permitted: DocumentNode | undefined;
  readonly access: Access;
  readonly plan: QueryPlan;
  /**
   * The plan for one set of values of the variables that decide @skip and @include: where it is not known what is asked, the
   * planner may ask too little. @throws RequestError when it cannot be planned.
   */
  readonly planFor: (conditions: Conditions) => QueryPlan;
  readonly weight: Weight;
}

/** Texts that come to the same plan have the same key. */
export const keyOf = ({ query, operationName }: OperationText, access: Access): string =>
  `${access.key}\n${operationName ?? ''}\n${query}`;

/** From text to plan. The only way to one. */
export interface Planner {
  /** What is kept of the text. @throws RequestError when that is a refusal. */
  known(text: OperationText, access: Access): PlannedOperation | undefined;
  /** May take long. @throws RequestError when the text does not parse, validate, fit the limits, name an operation, or cannot be planned. */
  plan(text: OperationText, access: Access): PlannedOperation;
}
