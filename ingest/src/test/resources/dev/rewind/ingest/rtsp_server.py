"""Serves an MP4 file with H.264 by RTSP, from its start to each that asks; prints the port. Usage: rtsp_server.py FILE"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
if not all(Gst.ElementFactory.find(name) for name in ("qtdemux", "rtph264pay")):
    sys.exit("GStreamer lacks its good plugins")
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch('( filesrc location="%s" ! qtdemux ! rtph264pay name=pay0 pt=96 config-interval=-1 )' % sys.argv[1])
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service("0")
server.get_mount_points().add_factory("/live", factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
