package dev.appmigrations.engine.run;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the name of this host comes from.
 */
class HostNameTests {

	@TempDir
	Path folder;

	@Test
	void readTakesWhatTheKernelSays() throws IOException {
		Path kernel = Files.writeString(this.folder.resolve("hostname"), "web-1\n");
		assertThat(HostName.read(kernel)).isEqualTo("web-1");
	}

	@Test
	void readWhereThereIsNoSuchFileSaysNothing() {
		assertThat(HostName.read(this.folder.resolve("none"))).isEmpty();
	}

	@Test
	void lookUpGivesTheNameThatJavaKnows() throws IOException {
		assertThat(HostName.lookUp()).isIn(InetAddress.getLocalHost().getHostName(), "unknown host");
	}

	@Test
	void findWithoutTheFileStillFindsOne() {
		assertThat(HostName.find(this.folder.resolve("none"))).isNotBlank();
	}

}
