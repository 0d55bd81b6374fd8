/** Says how it was started, then ends with the code it is given; with "wait" it stays until it is told to stop. */
const [what] = process.argv.slice(2);
if (what === 'wait') {
  process.on('SIGTERM', () => {
    console.log('told to stop');
    process.exit(0);
  });
  setInterval(() => {}, 1000);
} else {
  process.exitCode = Number(what);
}
console.log(JSON.stringify({ node: process.version, args: process.argv.slice(2), cwd: process.cwd() }));
