/** zod writes faster parsers with `new Function` where it may. Here it may not; this keeps it from trying. */
import * as z from 'zod';

z.config({ jitless: true });
