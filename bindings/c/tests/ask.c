/* Answers requests: a call and a request a line in, an answer a line out.
 *   deidentify {"text": "write to ann@example.org"}                                  */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "foundry.h"

int main(void) {
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while ((length = getline(&line, &room, stdin)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = '\0';
    char *request = strchr(line, ' ');
    if (request == NULL) return 2;
    *request++ = '\0';
    char *answer = NULL;
    if (strcmp(line, "deidentify") == 0) answer = foundry_deidentify(request);
    else if (strcmp(line, "process") == 0) answer = foundry_process(request);
    else if (strcmp(line, "null") == 0) answer = foundry_deidentify(NULL);
    if (answer == NULL) return 2;
    puts(answer);
    foundry_free(answer);
  }
  free(line);
  foundry_free(NULL);
  return 0;
}
