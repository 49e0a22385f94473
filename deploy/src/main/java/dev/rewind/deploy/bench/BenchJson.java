package dev.rewind.deploy.bench;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Figures for programs. */
final class BenchJson {
    private BenchJson() {}

    /**
     * One line.
     *
     * @param include what to write: all, so that what could not be measured shows as null, or only what is there
     */
    static String of(Object figures, Include include) {
        try {
            return JsonMapper.builder().serializationInclusion(include).build().writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures cannot be written as JSON: " + figures, e);
        }
    }
}
