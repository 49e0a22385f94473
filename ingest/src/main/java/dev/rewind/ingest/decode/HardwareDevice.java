package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_hw_config;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecHWConfig;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The device that decodes a video, and the way of its pictures back into memory. */
final class HardwareDevice implements AutoCloseable {
    private final AVBufferRef device;
    private final AVFrame fetched = av_frame_alloc();

    private HardwareDevice(AVBufferRef device) {
        this.device = device;
    }

    /**
     * Opens a device that knows a codec.
     *
     * @param name of the source
     * @return empty where the processor is to decode
     * @throws SourceException if a device was asked for by its name and there is none
     */
    static Optional<HardwareDevice> open(HardwareDecoding wanted, AVCodec codec, String name) {
        for (String kind : kinds(wanted)) {
            int type = av_hwdevice_find_type_by_name(kind);
            AVBufferRef device = new AVBufferRef();
            if (av_hwdevice_ctx_create(device, type, (String) null, (AVDictionary) null, 0) >= 0) {
                if (knows(codec, type)) {
                    return Optional.of(new HardwareDevice(device));
                }
                av_buffer_unref(device);
            } else if (wanted != HardwareDecoding.AUTO) {
                throw new SourceException(
                        name + " is to be decoded by " + kind
                                + ", but this machine offers no such device; install its driver, or give --hwaccel auto or none");
            }
        }
        return Optional.empty();
    }

    private static List<String> kinds(HardwareDecoding wanted) {
        return switch (wanted) {
            case AUTO -> List.of("cuda", "vaapi");
            case CUDA, VAAPI -> List.of(wanted.name().toLowerCase(Locale.ROOT));
            case NONE -> List.of();
        };
    }

    private static boolean knows(AVCodec codec, int type) {
        for (int i = 0; ; i++) {
            AVCodecHWConfig way = avcodec_get_hw_config(codec, i);
            if (way == null || way.isNull()) {
                return false;
            }
            if (way.device_type() == type && (way.methods() & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0) {
                return true;
            }
        }
    }

    /** Lets a decoder use it; one that cannot, for these pictures, goes on without by itself. */
    void lendTo(AVCodecContext decoder) {
        decoder.hw_device_ctx(av_buffer_ref(device));
    }

    /** Brings a decoded picture into memory, in place; one that is there stays. False if it cannot be had. */
    boolean fetch(AVFrame picture) {
        if (picture.hw_frames_ctx() == null || picture.hw_frames_ctx().isNull()) {
            return true;
        }
        boolean done = av_hwframe_transfer_data(fetched, picture, 0) >= 0 && av_frame_copy_props(fetched, picture) >= 0;
        av_frame_unref(picture);
        if (done) {
            av_frame_move_ref(picture, fetched);
        }
        return done;
    }

    @Override
    public void close() {
        av_frame_free(fetched);
        av_buffer_unref(device);
    }
}
