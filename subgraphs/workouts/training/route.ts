import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problem } from '#platform/server/problem.ts';
import { etagOf, hasAlready } from '#platform/server/sendFile.ts';
import type { ProfileStore } from '../store/profiles.ts';
import type { ScheduleStore } from '../store/schedules.ts';
import { MAX_SCHEDULES } from '../domain/training/limits.ts';
import { calendarOf } from './calendar.ts';
import type { CalendarUrls } from './calendarUrl.ts';

interface Tools {
  readonly schedules: ScheduleStore;
  readonly profiles: ProfileStore;
  readonly calendarUrls: CalendarUrls;
  readonly now: () => Date;
}

const address = z.object({ name: z.string() });

/** Adds `GET /calendar/<secret>.ics`: a person's plans for whoever has the address; 304 for who has them as
 * they are. 404 for any other. */
export function addCalendarRoute(app: FastifyInstance, { schedules, profiles, calendarUrls, now }: Tools): void {
  app.get('/calendar/:name', async (request, reply) => {
    const read = calendarUrls.read(address.parse(request.params).name);
    const isGood = read && read.generation === (await schedules.feedGeneration(read.personId));
    if (!isGood || !(await profiles.get(read.personId))) {
      return reply.code(404).send(problem('NOT_FOUND', 'There is no such calendar.'));
    }
    const plans = await schedules.list(read.personId, { after: undefined, limit: MAX_SCHEDULES });
    const calendar = calendarOf(plans, now());
    const etag = etagOf(calendar);
    reply.header('cache-control', 'private, no-cache').header('etag', etag);
    if (hasAlready(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="training.ics"')
      .send(calendar);
  });
}
