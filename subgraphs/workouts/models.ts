// What resolvers of a GraphQL type get, where it is not the type itself; codegen finds these by their names.
import type { WorkoutImport } from './store/imports.ts';
import type { Workout } from './store/workoutDocument.ts';

export type WorkoutModel = Workout;
export type WorkoutImportModel = WorkoutImport;
export interface ViewerModel {
  readonly id: string;
}
export interface UserModel {
  readonly id: string;
}
