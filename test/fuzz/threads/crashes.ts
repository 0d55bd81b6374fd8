/** A thread of the fuzzer in which something throws that nobody awaits. */
setImmediate(() => {
  throw new Error('a listener threw');
});
