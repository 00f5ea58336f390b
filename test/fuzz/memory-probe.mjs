// Runs inside the server under fuzz: says what its memory is after a collection whenever it is asked.
process.on('message', (message) => {
  if (message !== 'memory') return;
  // What a first collection lets go of with a finalizer, the second one takes.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send({ kind: 'memory', heldMb: (heapUsed + external) / 2 ** 20, rssMb: rss / 2 ** 20 });
});
