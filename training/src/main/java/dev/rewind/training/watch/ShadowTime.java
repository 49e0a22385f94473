package dev.rewind.training.watch;

import dev.rewind.topics.models.ShadowReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** When a candidate's shadow time is over, and how it ends. */
final class ShadowTime {
    private final ShadowSettings settings;

    ShadowTime(ShadowSettings settings) {
        this.settings = settings;
    }

    /**
     * The end of a shadow time.
     *
     * @param passed whether the candidate may go live
     * @param reason in one sentence
     */
    record End(boolean passed, String reason) {}

    /**
     * How it ends, if it is over.
     *
     * @param report of all instances together; empty when none has labelled a clip yet
     * @param heardOf whether any instance has reported on the candidate at all
     * @param lasted since it became a shadow
     */
    Optional<End> end(Optional<ShadowReport> report, boolean heardOf, Duration lasted) {
        if (settings.clips() == 0) {
            return Optional.of(new End(true, "passed the gate, and no shadow time is asked for"));
        }
        long clips = report.map(ShadowReport::clips).orElse(0L);
        boolean enough = clips >= settings.clips();
        if (!enough && !heardOf && lasted.compareTo(settings.silence()) >= 0) {
            return Optional.of(new End(
                    true,
                    "passed the gate; nothing serves: no inference reported within " + shown(settings.silence())));
        }
        if (!enough && lasted.compareTo(settings.longest()) < 0) {
            return Optional.empty();
        }
        if (clips == 0) {
            return Optional.of(new End(true, "passed the gate; no live clip came within " + shown(settings.longest())));
        }
        ShadowReport seen = report.orElseThrow();
        double speed = speed(seen);
        String figures = String.format(
                Locale.ROOT,
                "agreed with the live model on %d of %d live clips at %.2f times its time",
                seen.agreed(),
                clips,
                speed);
        return Optional.of(
                speed > settings.slowest()
                        ? new End(false, figures + ", which is slower than the " + settings.slowest() + " allowed")
                        : new End(true, "passed the gate; " + figures));
    }

    /** How many times the live model's time the shadow took. */
    static double speed(ShadowReport report) {
        return report.liveMillis() > 0 ? report.shadowMillis() / report.liveMillis() : 1;
    }

    private static String shown(Duration time) {
        return time.toSeconds() + " s";
    }
}
