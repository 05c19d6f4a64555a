/** The states of a workout that is being recorded. */
export const RUNNING = ['RECORDING', 'PAUSED'] as const;

/** Whether a workout is being recorded. */
export const isRunning = ({ status }: { readonly status: string }): boolean => RUNNING.some((each) => each === status);
