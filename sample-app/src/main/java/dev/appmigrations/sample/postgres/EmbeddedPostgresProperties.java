package dev.appmigrations.sample.postgres;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded server keeps its data, and where it listens.
 *
 * @param dataDirectory the data directory; a relative one starts at the working directory
 * @param port the port on localhost; another one is used where it is taken, and 0 always
 * takes a free one
 */
@ConfigurationProperties("sample.postgres")
record EmbeddedPostgresProperties(@DefaultValue(".data/postgres") Path dataDirectory, @DefaultValue("15432") int port) {

}
