package dev.rewind.ingest;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * A process that serves an MP4 file with H.264 by RTSP, from its start to each that asks, and by one transport alone; its
 * one line is the port.
 */
final class GstreamerRtspServer {
    private GstreamerRtspServer() {}

    /** As GStreamer's headers declare them. */
    private interface Gstreamer extends Library {
        void gst_init(Pointer argc, Pointer argv);

        Pointer gst_element_factory_find(String name);

        Pointer gst_rtsp_server_new();

        void gst_rtsp_server_set_address(Pointer server, String address);

        void gst_rtsp_server_set_service(Pointer server, String port);

        Pointer gst_rtsp_server_get_mount_points(Pointer server);

        int gst_rtsp_server_attach(Pointer server, Pointer context);

        int gst_rtsp_server_get_bound_port(Pointer server);

        Pointer gst_rtsp_media_factory_new();

        void gst_rtsp_media_factory_set_launch(Pointer factory, String launch);

        void gst_rtsp_media_factory_set_protocols(Pointer factory, int transports);

        void gst_rtsp_mount_points_add_factory(Pointer mounts, String path, Pointer factory);

        Pointer g_main_loop_new(Pointer context, boolean running);

        void g_main_loop_run(Pointer loop);
    }

    /** GstRTSPLowerTrans, as far as it is needed here. */
    private static int transport(String name) {
        return switch (name) {
            case "udp" -> 1;
            case "tcp" -> 4;
            default -> throw new IllegalArgumentException("a server sends by udp or tcp, not by " + name);
        };
    }

    public static void main(String[] args) {
        // What a library depends on is found with it: GStreamer's core and GLib.
        Gstreamer gst = Native.load("libgstrtspserver-1.0.so.0", Gstreamer.class);
        gst.gst_init(null, null);
        for (String element : new String[] {"qtdemux", "rtph264pay"}) {
            if (gst.gst_element_factory_find(element) == null) {
                throw new IllegalStateException("GStreamer lacks its good plugins: there is no " + element);
            }
        }
        Pointer factory = gst.gst_rtsp_media_factory_new();
        gst.gst_rtsp_media_factory_set_launch(
                factory,
                "( filesrc location=\"" + args[0] + "\" ! qtdemux ! rtph264pay name=pay0 pt=96 config-interval=-1 )");
        gst.gst_rtsp_media_factory_set_protocols(factory, transport(args[1]));
        Pointer server = gst.gst_rtsp_server_new();
        gst.gst_rtsp_server_set_address(server, "127.0.0.1");
        gst.gst_rtsp_server_set_service(server, "0");
        gst.gst_rtsp_mount_points_add_factory(gst.gst_rtsp_server_get_mount_points(server), "/live", factory);
        int attached = gst.gst_rtsp_server_attach(server, null);
        if (attached == 0) {
            throw new IllegalStateException("GStreamer's server cannot listen on 127.0.0.1");
        }
        System.out.println(gst.gst_rtsp_server_get_bound_port(server));
        gst.g_main_loop_run(gst.g_main_loop_new(null, false));
    }
}
