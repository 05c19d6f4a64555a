// A setup file of the tests: files that run at the same time have ports of their own.
import { takeShareOfPorts } from '../freePorts.ts';

takeShareOfPorts(Number(process.env['VITEST_POOL_ID'] ?? 0));
