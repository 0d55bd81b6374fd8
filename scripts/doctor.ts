/** `npm run doctor`: looks at a set-up from end to end, and says line by line what is right and what to mend. */
import { existsSync } from 'node:fs';
import { examine } from './doctor/examine.ts';
import { render } from './doctor/report.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
const sections = await examine({ environment: process.env });
const { text, wrong } = render(sections, process.stdout.columns);
console.log(text);
process.exit(wrong > 0 ? 1 : 0);
