package dev.rewind.deploy.options;

import dev.rewind.model.Preset;
import java.util.Iterator;

/** The presets' names, for the help. */
public final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Preset.names().iterator();
    }
}
