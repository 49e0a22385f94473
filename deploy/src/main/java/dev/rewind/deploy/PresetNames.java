package dev.rewind.deploy;

import dev.rewind.model.Preset;
import java.util.Iterator;

/** The presets' names, for the help. */
final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Preset.names().iterator();
    }
}
