package org.sekimori.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorParametersTest {

    @TempDir
    private Path folder;

    private String shipped = "";

    @BeforeEach
    void copyTheShippedFile() throws IOException {
        shipped = Files.readString(Path.of("src/lab/resources/org/sekimori/lab/simulation/parameters.yml"));
    }

    @Test
    void aCopyWithAnotherNumberIsTaken() throws IOException {
        SimulatorParameters changed = SimulatorParameters.read(
                write(shipped.replace("burst_per_minute:  {value: 84,", "burst_per_minute:  {value: 12,")));
        assertThat(changed.number("attacks.burst_per_minute")).isEqualTo(12);
        assertThat(changed.names()).isEqualTo(SimulatorParameters.shipped().names());
    }

    @Test
    void aNumberWithoutASourceIsRefused() throws IOException {
        Path file = write(shipped.replaceFirst("(burst_minutes: +\\{value: 41), source: [^}]*", "$1"));
        assertThatThrownBy(() -> SimulatorParameters.read(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("attacks.burst_minutes needs a source");
    }

    @Test
    void aMisspeltNameIsRefusedWithTheNameThatIsMissing() throws IOException {
        Path file = write(shipped.replace("burst_minutes:", "burst_minuets:"));
        assertThatThrownBy(() -> SimulatorParameters.read(file))
                .hasMessageContaining("lacks [attacks.burst_minutes]")
                .hasMessageContaining("unknown [attacks.burst_minuets]");
    }

    @Test
    void aValueThatIsNoNumberIsRefused() throws IOException {
        Path file = write(shipped.replaceFirst("(burst_minutes: +\\{value: )41", "$1-3"));
        assertThatThrownBy(() -> SimulatorParameters.read(file))
                .hasMessageContaining("attacks.burst_minutes needs a value");
    }

    @Test
    void aFileThatIsNoYamlIsNamed() throws IOException {
        Path file = write("a: [");
        assertThatThrownBy(() -> SimulatorParameters.read(file)).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> SimulatorParameters.read(folder.resolve("nowhere.yml")))
                .hasMessageContaining("nowhere.yml");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("parameters.yml"), text);
    }
}
