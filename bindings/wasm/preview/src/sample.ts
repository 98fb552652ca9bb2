/** The sample: an export of a help desk, made up. It is part of the script, so that trying it asks for nothing. */

import text from "../../../cli/examples/tickets.csv?raw";

export function sampleFile(): File {
  return new File([text], "sample-tickets.csv", { type: "text/csv" });
}
