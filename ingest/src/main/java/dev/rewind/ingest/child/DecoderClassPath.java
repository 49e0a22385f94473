package dev.rewind.ingest.child;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** The few jars that decoding takes, of all those that this process was started with: each costs time to open. */
final class DecoderClassPath {
    private static final String TEXT = find();

    private DecoderClassPath() {}

    static String text() {
        return TEXT;
    }

    private static String find() {
        Set<String> places = new LinkedHashSet<>();
        places.add(place(DecoderMain.class, ""));
        places.add(place(Loader.class, ""));
        places.add(place(avutil.class, ""));
        // The libraries lie in jars of their own, one for each platform.
        String platform = "/" + Loader.getPlatform() + "/";
        places.add(place(Loader.class, "/org/bytedeco/javacpp" + platform + System.mapLibraryName("jnijavacpp")));
        places.add(place(avutil.class, "/org/bytedeco/ffmpeg" + platform + System.mapLibraryName("jniavutil")));
        return places.contains(null) ? System.getProperty("java.class.path") : String.join(File.pathSeparator, places);
    }

    /** The jar or folder that a class or a resource beside it comes from; null where classes come by other ways. */
    private static String place(Class<?> type, String resource) {
        String name = resource.isEmpty() ? "/" + type.getName().replace('.', '/') + ".class" : resource;
        URL url = type.getResource(name);
        if (url == null) {
            return null;
        }
        String text = url.toString();
        if (text.startsWith("jar:file:") && text.endsWith("!" + name)) {
            text = text.substring("jar:".length(), text.length() - name.length() - 1);
        } else if (text.startsWith("file:") && text.endsWith(name)) {
            text = text.substring(0, text.length() - name.length());
        } else {
            return null;
        }
        return Path.of(URI.create(text)).toString();
    }
}
