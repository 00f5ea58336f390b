# Real RTSP cameras for tests: GStreamer's RTSP server plays films that were encoded before, each camera on its own port.
#
# Run by /usr/bin/python3 with Debian's GObject introspection. The first line of standard input is a JSON object of
# cameras by name: {"films": {"street": FILE.mkv}, "shows": ["street"], "video": "h264" | "h265" | null,
# "audio": "pcma" | "aac" | null, "udp": {"loss": 0.01} | null, "login": {"user", "password"} | null,
# "hangsUpAfterMs": 1000 | null}. Answers with one line of addresses by name. Each later line {"camera", "shows"} changes
# what a camera shows, from the next packet on, and is repeated as the answer; showing nothing is a camera that hangs.
# Ends when standard input closes, so none is left behind by a killed test.
import json
import os
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

# Length-prefixed as the film has them: on the way to start codes the parser would add access unit delimiters.
PARSERS = {
    "h264": "h264parse config-interval=-1 ! video/x-h264,stream-format=avc,alignment=au",
    "h265": "h265parse config-interval=-1 ! video/x-h265,stream-format=hvc1,alignment=au",
}
PAYLOADERS = {
    "h264": "rtph264pay pt=96",
    "h265": "rtph265pay pt=96",
    "pcma": "rtppcmapay pt=8",
    "aac": "rtpmp4gpay pt=97",
}


def main():
    Gst.init(None)
    cameras = {name: Camera(**of) for name, of in json.loads(sys.stdin.readline()).items()}
    loop = GLib.MainLoop()
    threading.Thread(target=obey, args=(cameras, loop), daemon=True).start()
    print(json.dumps({name: camera.url for name, camera in cameras.items()}), flush=True)
    loop.run()


def obey(cameras, loop):
    for line in sys.stdin:
        command = json.loads(line)
        cameras[command["camera"]].shows = command["shows"]
        print(json.dumps(command), flush=True)
    loop.quit()


class Camera:
    """One RTSP server with one stream, which all who ask for it share."""

    def __init__(self, films, shows, video, audio, udp, login, hangsUpAfterMs):
        self.kinds = [kind for kind in (video, audio) if kind]
        self.films = {name: read_film(file, video, audio) for name, file in films.items()}
        self.shows = shows
        self.server = GstRtspServer.RTSPServer()
        # One test needs it at another name than loopback, where no camera may be.
        self.server.set_address(os.environ.get("HAIXI_CAMERA_HOST", "127.0.0.1"))
        self.server.set_service("0")
        factory = Factory(self.kinds, udp["loss"] if udp else 0)
        factory.connect("media-configure", lambda _, media: self.play(media))
        if udp:
            factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
        if login:
            self.lock(factory, login)
        self.server.get_mount_points().add_factory("/stream", factory)
        if self.server.attach(None) == 0:
            sys.exit("the RTSP server could not be attached")
        self.url = f"rtsp://127.0.0.1:{self.server.get_bound_port()}/stream"
        if hangsUpAfterMs:
            GLib.timeout_add(hangsUpAfterMs, self.hang_up)

    def lock(self, factory, login):
        auth = GstRtspServer.RTSPAuth()
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        token = GstRtspServer.RTSPToken.new()
        token.set_string("media.factory.role", "owner")
        auth.add_digest(login["user"], login["password"], token)
        self.server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions.new()
        permissions.add_permission_for_role("owner", "media.factory.access", True)
        permissions.add_permission_for_role("owner", "media.factory.construct", True)
        factory.set_permissions(permissions)

    def hang_up(self):
        self.server.client_filter(lambda *_: GstRtspServer.RTSPFilterResult.REMOVE)
        return True

    def play(self, media):
        sources = [media.get_element().get_by_name(f"source{n}") for n in range(len(self.kinds))]
        ended = threading.Event()
        media.connect("unprepared", lambda _: ended.set())
        threading.Thread(target=self.push, args=(sources, ended), daemon=True).start()

    def push(self, sources, ended):
        """Plays the shown films one after another, again and again, each packet when it is due."""
        # Before it plays it has no time from which packets could be counted.
        while not ended.is_set() and sources[0].get_state(0).state != Gst.State.PLAYING:
            time.sleep(0.01)
        clock = sources[0].get_clock()
        due, turn = 0, 0
        while not ended.is_set():
            shows = self.shows
            if not shows:
                time.sleep(0.01)
                continue
            now = clock.get_time() - sources[0].get_base_time()
            # After a pause the film goes on from now, as a camera's would.
            begin = due if abs(now - due) < Gst.SECOND else now
            film = self.films[shows[turn % len(shows)]]
            for at, track, data, shown_at in film.packets:
                now = clock.get_time() - sources[0].get_base_time()
                time.sleep(max(0, begin + at - now) / Gst.SECOND)
                if ended.is_set() or self.shows is not shows:
                    break
                buffer = Gst.Buffer.new_wrapped(data)
                buffer.pts = begin + shown_at
                buffer.dts = begin + at
                sources[track].set_property("caps", film.caps[track])
                sources[track].emit("push-buffer", buffer)
                due = begin + at
            else:
                due = begin + film.length
            turn += 1


class Factory(GstRtspServer.RTSPMediaFactory):
    """Builds a camera's pipeline; what gets lost on the way to the network is lost behind the payloader."""

    def __init__(self, kinds, loss):
        super().__init__()
        self.kinds, self.loss = kinds, loss
        self.set_shared(True)

    def do_create_element(self, _url):
        whole = Gst.Bin.new(None)
        for n, kind in enumerate(self.kinds):
            source = Gst.ElementFactory.make("appsrc", f"source{n}")
            source.set_property("is-live", True)
            source.set_property("format", Gst.Format.TIME)
            loss = f" ! identity drop-probability={self.loss}" if self.loss else ""
            payloader = Gst.parse_bin_from_description(PAYLOADERS[kind] + loss, True)
            payloader.set_name(f"pay{n}")
            whole.add(source)
            whole.add(payloader)
            source.link(payloader)
        return whole


class Film:
    """Packets in the order of sending: when due and when shown (ns from the film's beginning), track, bytes."""

    def __init__(self):
        self.packets, self.caps, self.length = [], [], 0


def read_film(file, video, audio):
    tracks = []
    if video:
        tracks.append(f"demux.video_0 ! queue ! {PARSERS[video]}")
    if audio:
        tracks.append("demux.audio_0 ! queue")
    sinks = [f"{track} ! appsink name=sink{n} sync=false" for n, track in enumerate(tracks)]
    reader = Gst.parse_launch(f"filesrc location={file} ! matroskademux name=demux {' '.join(sinks)}")
    reader.set_state(Gst.State.PLAYING)
    film = Film()
    for track in range(len(tracks)):
        sink = reader.get_by_name(f"sink{track}")
        samples = []
        while sample := sink.emit("pull-sample"):
            samples.append(sample)
        if len(samples) < 2:
            sys.exit(f"{file} has too few packets in its track {track}")
        film.caps.append(samples[0].get_caps())
        buffers = [sample.get_buffer() for sample in samples]
        shown = sorted(buffer.pts for buffer in buffers)
        # With B-frames packets are sent in another order than shown, yet as evenly.
        each = (shown[-1] - shown[0]) // (len(shown) - 1)
        film.length = max(film.length, each * len(buffers))
        for index, buffer in enumerate(buffers):
            data = buffer.extract_dup(0, buffer.get_size())
            film.packets.append((index * each, track, data, buffer.pts - shown[0]))
    reader.set_state(Gst.State.NULL)
    film.packets.sort(key=lambda packet: packet[0])
    return film


if __name__ == "__main__":
    main()
