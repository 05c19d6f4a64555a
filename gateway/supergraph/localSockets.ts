/** A socket in the file system: `http+unix://%2Frun%2Fusers.sock/graphql`, the socket's path as an encoded host. */
const UNIX = 'http+unix:';

/** The path of the socket that a URL names; undefined for a URL of a host. */
export const socketPathOf = ({ protocol, host }: URL): string | undefined =>
  protocol === UNIX ? decodeURIComponent(host) : undefined;
