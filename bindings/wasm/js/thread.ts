/** The file that a Worker runs. */

import { serve } from "./worker.js";

serve(self as unknown as Parameters<typeof serve>[0]);
