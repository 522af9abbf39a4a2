package dev.appmigrations.actuate.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page as a document.
 */
class MigrationsPageDocumentTests {

	private final String html = new String(MigrationsPage.html(), StandardCharsets.UTF_8);

	@Test
	void htmlIsSmall() {
		assertThat(MigrationsPage.html().length).isLessThan(60_000);
	}

	@Test
	void policyAllowsOnlyThePagesOwnScriptAndStyle() throws Exception {
		assertThat(this.html)
			.containsOnlyOnce("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '"
					+ hash("script") + "'; style-src '" + hash("style") + "'; connect-src 'self'; img-src data:;"
					+ " base-uri 'none'; form-action 'none'\"");
	}

	private String hash(String element) throws Exception {
		Matcher matcher = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
			.matcher(this.html);
		assertThat(matcher.find()).isTrue();
		String text = matcher.group(1);
		assertThat(matcher.find()).isFalse();
		return "sha256-" + Base64.getEncoder()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void htmlHasNothingThatThePolicyForbids() {
		assertThat(this.html)
			.doesNotContainPattern(
					"\\son[a-z]+=\"|\\sstyle=\"|<link(?! rel=\"icon\" href=\"data:,\")|<img|url\\(|@import")
			.doesNotContain("\r", "{script", "{style");
		assertThat(this.html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://");
	}

	@Test
	void scriptMakesNoMarkupOfText() {
		assertThat(this.html).doesNotContainPattern(
				"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|setHTML|DOMParser|createContextualFragment|eval\\(|new Function");
	}

}
