package dev.appmigrations.actuate.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.MimeType;
import org.springframework.util.function.SingletonSupplier;

/**
 * The endpoint {@code migrations} over HTTP, with a page for those who ask for HTML. It
 * is a class of its own, because an endpoint has one extension, and without the page
 * there must be no such operation.
 */
@EndpointWebExtension(endpoint = MigrationsEndpoint.class)
@ImportRuntimeHints(MigrationsPageHints.class)
public final class MigrationsPageWebExtension extends MigrationsEndpointWebExtension {

	/** For Jersey, qs says that JSON comes first for those who have no preference. */
	private static final String PRODUCES = "text/html;qs=0.9";

	/** Made when the first browser asks. */
	private final SingletonSupplier<byte[]> html = SingletonSupplier.of(MigrationsPage::html);

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues whether the text of scripts, statements and errors is shown
	 * @param roles who is authorized to see it; everybody who is known, if empty
	 */
	public MigrationsPageWebExtension(MigrationsEndpoint delegate, Show showValues, Set<String> roles) {
		super(delegate, showValues, roles);
	}

	/**
	 * Returns the page, which asks for the data by itself.
	 * @return the page
	 */
	@ReadOperation(produces = PRODUCES)
	public WebEndpointResponse<byte[]> page() {
		return new WebEndpointResponse<>(this.html.obtain(), new MimeType("text", "html", StandardCharsets.UTF_8));
	}

}
