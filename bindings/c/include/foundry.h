/* Foundry: two calls, JSON in and JSON out. All strings are UTF-8. */

#ifndef FOUNDRY_H
#define FOUNDRY_H

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 De-identifies a text, many texts, or a conversation.

 The request is a JSON object: `config` (the settings of a run, optional) and one of
 - `text`: a string. The answer is `{"text", "tokenMap"}`.
 - `texts`: an array of strings, each by itself; `threads` of them at a time (1 if absent). The answer is `{"texts"}`.
 - `conversation`: `{"id", "messages": [{"role", "content"}]}`, equal values by equal tokens. The answer is
   `{"conversation", "tokenMap", "audit", "findings"}`.

 Returns JSON to be given to `foundry_free`. An error is `{"error": {"code", "message", "hint"?, …}}`.

 # Safety
 `request` is null, or a string that ends with a zero byte and is not written to meanwhile.
 */
char *foundry_deidentify(const char *request);

/*
 Runs the whole job: files in, a data set out, its account back.

 The request is a JSON object: `config` (the settings of a run, optional), `files` (an array of `{"name", "text"}` or
 `{"name", "base64"}`), `now` (the time that counts as now, RFC 3339; the clock's if absent) and `threads` (1 if absent).
 The answer is `{"output", "manifest"}`; an output that is no text, such as Parquet, is given as `outputBase64`.

 Returns JSON to be given to `foundry_free`. An error is `{"error": {"code", "message", "hint"?, …}}`.

 # Safety
 `request` is null, or a string that ends with a zero byte and is not written to meanwhile.
 */
char *foundry_process(const char *request);

/*
 Gives an answer back; null is fine.

 # Safety
 `answer` is null, or came from a call of this library and was not given back yet.
 */
void foundry_free(char *answer);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* FOUNDRY_H */
