// Our gateway as it is always started, in a process that tells when asked what it has used so far.
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage().rss }));
process.on('disconnect', () => process.exit());
await import('../../gateway/main.ts');
process.send?.('ready');
