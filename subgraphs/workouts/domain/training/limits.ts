/** How many workouts a person can have planned; one that repeats counts once. */
export const MAX_SCHEDULES = 100;
