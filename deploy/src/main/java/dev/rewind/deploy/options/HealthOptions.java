package dev.rewind.deploy.options;

import dev.rewind.deploy.health.Health;
import dev.rewind.deploy.health.HealthSettings;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether and where a command tells how it is. */
public final class HealthOptions {
    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description = "Answer /health/live, /health/ready and /metrics (Prometheus) on this port; 0 takes any free"
                    + " one. Not at all when not given.")
    private Integer port;

    @Option(
            names = "--health-host",
            paramLabel = "ADDRESS",
            defaultValue = HealthSettings.DEFAULT_HOST,
            description = "Address for that; 0.0.0.0 opens it to the network (default: ${DEFAULT-VALUE}).")
    private String host;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Begins to tell, and says where. */
    public Health start() {
        Health health = Health.start(
                Usage.of(command, () -> Optional.ofNullable(port).map(chosen -> new HealthSettings(host, chosen))));
        health.address().ifPresent(this::say);
        return health;
    }

    /**
     * For a command line whose work ends by itself.
     *
     * @throws picocli.CommandLine.ParameterException if the user wants to be told of it
     */
    public void refuse(String reason) {
        Usage.require(command, port == null, "--health-port is not to be given here: " + reason, port);
    }

    private void say(InetSocketAddress address) {
        PrintWriter out = command.commandLine().getOut();
        out.println("health at http://" + address.getHostString() + ":" + address.getPort()
                + "/health/ready, metrics at /metrics");
        out.flush();
    }
}
