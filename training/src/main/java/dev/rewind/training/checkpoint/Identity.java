package dev.rewind.training.checkpoint;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a training is of, fact by fact: two with the same facts take the same steps.
 *
 * @param facts such as {@code settings.steps.batch} = {@code 16}
 */
public record Identity(Map<String, String> facts) {
    private static final int NAMED = 3;

    public Identity {
        facts = new TreeMap<>(facts);
    }

    /**
     * The facts of some things by name.
     *
     * @param things records, of which every component is a fact, however deep, and whatever else says itself what it is
     */
    public static Identity of(Map<String, Object> things) {
        Map<String, String> facts = new TreeMap<>();
        things.forEach((name, thing) -> describe(name, thing, facts));
        return new Identity(facts);
    }

    /** What another training has otherwise, in a few words; empty where it is the same. */
    Optional<String> differencesOf(Identity other) {
        List<String> different = Stream.concat(facts.keySet().stream(), other.facts.keySet().stream())
                .distinct()
                .filter(name -> !value(name).equals(other.value(name)))
                .map(name -> name + " was " + value(name) + " and is " + other.value(name))
                .toList();
        int unnamed = different.size() - NAMED;
        return different.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", different.subList(0, Math.min(NAMED, different.size())))
                        + (unnamed > 0 ? ", and " + unnamed + " more" : ""));
    }

    private String value(String name) {
        return facts.getOrDefault(name, "none");
    }

    private static void describe(String name, Object thing, Map<String, String> facts) {
        if (!(thing instanceof Record)) {
            facts.put(name, String.valueOf(thing));
            return;
        }
        facts.put(name, thing.getClass().getSimpleName()); // tells the choices of a sealed type apart
        for (RecordComponent component : thing.getClass().getRecordComponents()) {
            try {
                describe(
                        name + "." + component.getName(),
                        component.getAccessor().invoke(thing),
                        facts);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component.getName() + " of " + thing, e);
            }
        }
    }
}
