/** Goes on with a value: without a tick where it is there already. */
export const whenThere = <Value, Next>(
  value: Value | Promise<Value>,
  next: (value: Value) => Next,
): Next | Promise<Awaited<Next>> => (value instanceof Promise ? later(value, next) : next(value));

const later = async <Value, Next>(value: Promise<Value>, next: (value: Value) => Next): Promise<Awaited<Next>> =>
  await next(await value);
