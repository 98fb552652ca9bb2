/** Budgets of time are for a machine with nothing else to do. */

import { availableParallelism, loadavg } from "node:os";

/** How many times longer everything takes now: by how many there are more who want to run than there are cores. */
export const slowdown = () => Math.max(1, loadavg()[0] / availableParallelism());
