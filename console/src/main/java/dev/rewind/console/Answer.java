package dev.rewind.console;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a person says of a clip of a stream: what is posted, and what the console remembers of it.
 *
 * @param clip its id
 * @param label what it shows; null when what was said of it is forgotten
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer(String clip, String label) {}
