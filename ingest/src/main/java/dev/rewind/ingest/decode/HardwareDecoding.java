package dev.rewind.ingest.decode;

/** What decodes videos. */
public enum HardwareDecoding {
    /** Hardware where there is some that knows the codec, else the processor. */
    AUTO,
    /** An NVIDIA GPU; codecs that it does not know are left to the processor. */
    CUDA,
    /** VA-API, as Intel and AMD GPUs offer it on Linux; codecs that it does not know are left to the processor. */
    VAAPI,
    /** The processor: each process that uses a GPU takes memory of it, which the model may need. */
    NONE
}
