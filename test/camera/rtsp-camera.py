# A real RTSP camera for tests: GStreamer's RTSP server sends a drawn street as H.264; its lens is covered on command.
#
# Run by /usr/bin/python3 with Debian's GObject introspection. Prints one line {"url": "rtsp://127.0.0.1:PORT/street"}
# when it can be asked. Reads commands from standard input, one a line: `cover`, `uncover`; ends when it closes.
import json
import random
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

WIDTH, HEIGHT, FPS = 640, 360, 10
GREY = bytes([128]) * (WIDTH * HEIGHT // 2)
PIPELINE = (
    "( appsrc name=lens is-live=true do-timestamp=true format=time max-buffers=5 leaky-type=downstream "
    f"caps=video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={FPS}/1 ! "
    f"x264enc tune=zerolatency speed-preset=ultrafast bitrate=500 key-int-max={FPS} ! "
    "video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=1 )"
)


def main():
    Gst.init(None)
    lens = Lens()
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(PIPELINE)
    factory.set_shared(True)
    factory.connect("media-configure", lambda _, media: lens.look_through(media))
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    server.get_mount_points().add_factory("/street", factory)
    if server.attach(None) == 0:
        sys.exit("the RTSP server could not be attached")
    loop = GLib.MainLoop()
    threading.Thread(target=obey, args=(lens, loop), daemon=True).start()
    print(json.dumps({"url": f"rtsp://127.0.0.1:{server.get_bound_port()}/street"}), flush=True)
    loop.run()


def obey(lens, loop):
    """Commands from standard input; its end is the end of the camera, so none is left behind by a killed test."""
    for line in sys.stdin:
        command = line.strip()
        if command in ("cover", "uncover"):
            lens.covered = command == "cover"
            print(json.dumps({"covered": lens.covered}), flush=True)
        else:
            print(json.dumps({"fault": f"unknown command {command}"}), flush=True)
    loop.quit()


class Lens:
    """What the camera sees at each tick: the street, or a hand before the lens, dark with a little noise."""

    def __init__(self):
        self.covered = False
        self.tick = 0
        self.street = draw_street()
        dice = random.Random(1)
        self.hand = [bytes(dice.choices(range(16, 24), k=WIDTH * HEIGHT)) for _ in range(3)]

    def look_through(self, media):
        source = media.get_element().get_by_name("lens")
        timer = GLib.timeout_add(1000 // FPS, self.push, source)
        media.connect("unprepared", lambda _: GLib.source_remove(timer))

    def push(self, source):
        self.tick += 1
        luma = self.hand[self.tick % len(self.hand)] if self.covered else with_car(self.street, self.tick)
        source.emit("push-buffer", Gst.Buffer.new_wrapped(luma + GREY))
        return True


def draw_street():
    """Sky, three houses with windows, a road with a dashed line; luma only."""
    picture = bytearray()
    for y in range(HEIGHT):
        picture += bytes([225 - y // 4]) * WIDTH
    for left, width, top, shade in ((20, 170, 90, 120), (220, 140, 40, 90), (400, 210, 120, 150)):
        box(picture, left, top, width, 260 - top, shade)
        for window_top in range(top + 15, 235, 40):
            for window_left in range(left + 15, left + width - 20, 40):
                box(picture, window_left, window_top, 20, 24, 210 if (window_left + window_top) % 3 else 40)
    box(picture, 0, 260, WIDTH, 100, 70)
    for left in range(10, WIDTH, 80):
        box(picture, left, 308, 40, 6, 220)
    return bytes(picture)


def with_car(street, tick):
    picture = bytearray(street)
    left = tick * 6 % (WIDTH - 90)
    box(picture, left, 275, 80, 26, 30)
    box(picture, left + 18, 258, 44, 18, 180)
    return bytes(picture)


def box(picture, left, top, width, height, shade):
    row = bytes([shade]) * width
    for y in range(top, top + height):
        start = y * WIDTH + left
        picture[start : start + width] = row


if __name__ == "__main__":
    main()
