/* De-identifies its argument:  ./deidentify '{"text": "write to ann@example.org"}' */
#include <stdio.h>

#include "foundry.h"

int main(int count, char **arguments) {
  char *answer = foundry_deidentify(count > 1 ? arguments[1] : "{\"text\": \"write to ann@example.org\"}");
  puts(answer);
  foundry_free(answer);
  return 0;
}
