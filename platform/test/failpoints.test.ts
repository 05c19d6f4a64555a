import { afterEach, describe, expect, test, vi } from 'vitest';
import { armFailpoints, failpoint } from '#platform/failpoints.ts';

describe('failpoints', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  afterEach(() => {
    armFailpoints('');
    kill.mockClear();
  });

  test('let everything pass unless they are armed', () => {
    failpoint('relay.published');
    expect(kill).not.toHaveBeenCalled();
  });

  test('kill the process at the point that was named, and at no other', () => {
    armFailpoints('seed=1;relay.published=1');
    failpoint('relay.before-publish');
    expect(kill).not.toHaveBeenCalled();
    failpoint('relay.published');
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  });

  test('take a star for any rest of a name; a name of its own counts more', () => {
    armFailpoints('relay.published=0;relay.*=1');
    failpoint('relay.published');
    expect(kill).not.toHaveBeenCalled();
    failpoint('relay.before-publish');
    expect(kill).toHaveBeenCalledOnce();
  });

  test('fall the same way for the same seed', () => {
    const falls = (seed: number): number[] => {
      armFailpoints(`seed=${seed};x=0.1`);
      return Array.from({ length: 200 }, () => {
        kill.mockClear();
        failpoint('x');
        return kill.mock.calls.length;
      });
    };
    expect(falls(7)).toEqual(falls(7));
    expect(falls(7)).not.toEqual(falls(8));
    expect(falls(7)).toContain(1);
    expect(falls(7)).toContain(0);
  });

  test.each(['relay', 'relay=often', '=0.5', 'relay=0.5,x=1'])('refuse text they cannot read: %s', (text) => {
    expect(() => armFailpoints(text)).toThrow('FAILPOINTS: cannot read');
  });
});
