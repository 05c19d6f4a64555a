/** Why a route beside GraphQL does not do what it was asked for. */
export const problem = (code: string, message: string) => ({ error: { code, message } });
