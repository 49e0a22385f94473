package dev.rewind.model.imports;

/** The published configs, of the keys that decide how a network computes, and some that do not. */
final class PublishedConfigs {
    /** Kinetics/REV_MVIT_B_16x4_CONV, in the form of a checkpoint's cfg. It wants a class token that its code refuses. */
    static final String REV_MVIT_B =
            """
            DATA:
              INPUT_CHANNEL_NUM: [3]
              MEAN: [0.45, 0.45, 0.45]
              STD: [0.225, 0.225, 0.225]
              NUM_FRAMES: 16
              SAMPLING_RATE: 4
              TARGET_FPS: 30
              TRAIN_CROP_SIZE: 224
              PATH_TO_DATA_DIR: ''
            DETECTION:
              ENABLE: false
            MODEL:
              ARCH: slow
              DROPOUT_RATE: 0.5
              HEAD_ACT: softmax
              MODEL_NAME: MViT
              NUM_CLASSES: 400
            MVIT:
              CLS_EMBED_ON: true
              DEPTH: 16
              DIM_MUL:
              - - 1
                - 2.0
              - - 3
                - 2.0
              - - 14
                - 2.0
              DROPPATH_RATE: 0.05
              EMBED_DIM: 96
              HEAD_MUL: [[1, 2.0], [3, 2.0], [14, 2.0]]
              LAYER_SCALE_INIT_VALUE: 0.0
              MLP_RATIO: 4.0
              MODE: conv
              NORM: layernorm
              NUM_HEADS: 1
              PATCH_KERNEL: [3, 7, 7]
              PATCH_STRIDE: [2, 4, 4]
              PATCH_PADDING: [1, 3, 3]
              POOL_KVQ_KERNEL: [3, 3, 3]
              POOL_KV_STRIDE_ADAPTIVE: [1, 8, 8]
              POOL_Q_STRIDE: [[1, 1, 2, 2], [3, 1, 2, 2], [14, 1, 2, 2]]
              QKV_BIAS: false
              REV:
                BUFFER_LAYERS: [1, 3, 14]
                ENABLE: true
                RESPATH_FUSE: concat
                RES_PATH: conv
              SEP_POS_EMBED: true
            TRAIN:
              DATASET: kinetics
            """;

    /** ImageNet/REV_MVIT_B_16_CONV, as it is written by hand. */
    static final String REV_MVIT_B_IMAGE =
            """
            TRAIN: {DATASET: imagenet}
            DATA:
              MEAN: [0.485, 0.456, 0.406]
              STD: [0.229, 0.224, 0.225]
              NUM_FRAMES: 1
              TRAIN_CROP_SIZE: 224
              INPUT_CHANNEL_NUM: [3]
            MVIT:
              PATCH_2D: True
              CLS_EMBED_ON: False
              PATCH_KERNEL: (7, 7)
              PATCH_STRIDE: (4, 4)
              PATCH_PADDING: (3, 3)
              DIM_MUL: [[1, 2.0], [3, 2.0], [14, 2.0]]
              HEAD_MUL: [[1, 2.0], [3, 2.0], [14, 2.0]]
              POOL_KVQ_KERNEL: [1, 3, 3]
              POOL_KV_STRIDE_ADAPTIVE: [1, 4, 4]
              POOL_Q_STRIDE: [[1, 1, 2, 2], [3, 1, 2, 2], [14, 1, 2, 2]]
              SEPARATE_QKV: True
              REV: {ENABLE: True, BUFFER_LAYERS: [1, 3, 14], PRE_Q_FUSION: concat_linear_2}
            MODEL: {NUM_CLASSES: 1000, MODEL_NAME: MViT, DROPOUT_RATE: 0.0}
            """;

    /** ImageNet/REV_VIT_S. */
    static final String REV_VIT_S =
            """
            DATA:
              MEAN: [0.485, 0.456, 0.406]
              STD: [0.229, 0.224, 0.225]
              NUM_FRAMES: 1
              TRAIN_CROP_SIZE: 224
              INPUT_CHANNEL_NUM: [3]
            MVIT:
              PATCH_2D: True
              CLS_EMBED_ON: False
              PATCH_KERNEL: [16, 16]
              PATCH_STRIDE: [16, 16]
              PATCH_PADDING: [0, 0]
              EMBED_DIM: 384
              NUM_HEADS: 6
              DEPTH: 12
              POOL_KV_STRIDE: []
              SEPARATE_QKV: True
              REV: {ENABLE: True}
            MODEL: {NUM_CLASSES: 1000, MODEL_NAME: MViT, DROPOUT_RATE: 0.0}
            """;

    /** A Rev-MViT for three classes that runs in milliseconds, fused as the published image network is. */
    static final String SMALL =
            """
            DATA: {NUM_FRAMES: 4, SAMPLING_RATE: 6, TRAIN_CROP_SIZE: 16, INPUT_CHANNEL_NUM: [3]}
            MODEL: {MODEL_NAME: MViT, NUM_CLASSES: 3}
            MVIT:
              CLS_EMBED_ON: false
              DEPTH: 3
              EMBED_DIM: 8
              PATCH_PADDING: [1, 3, 3]
              SEP_POS_EMBED: true
              DIM_MUL: [[1, 2.0]]
              HEAD_MUL: [[1, 2.0]]
              POOL_KVQ_KERNEL: [3, 3, 3]
              POOL_KV_STRIDE_ADAPTIVE: [1, 2, 2]
              POOL_Q_STRIDE: [[1, 1, 2, 2]]
              REV: {ENABLE: true, BUFFER_LAYERS: [1], PRE_Q_FUSION: add, RES_PATH: max}
            """;

    private PublishedConfigs() {}

    /** A config with one part written otherwise, which must be there. */
    static String with(String config, String part, String other) {
        if (!config.contains(part)) {
            throw new IllegalArgumentException("the config has no '" + part + "'");
        }
        return config.replace(part, other);
    }
}
