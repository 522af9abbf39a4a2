package dev.appmigrations.support;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Chromium without a window.
 */
public final class Browser implements AutoCloseable {

	private final ChromeDriver driver;

	private final String axe;

	private Browser(ChromeDriver driver, String axe) {
		this.driver = driver;
		this.axe = axe;
	}

	/** Tells whether there are Chromium and its driver, as in Debian. */
	public static boolean isInstalled() {
		return program("chromium").isPresent() && program("chromedriver").isPresent();
	}

	private static Optional<Path> program(String name) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/** Starts it. */
	public static Browser start() throws IOException {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program("chromium").orElseThrow().toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--hide-scrollbars", "--lang=en");
		options.setCapability("goog:loggingPrefs", logging);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
			.build();
		try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
			return new Browser(new ChromeDriver(service, options),
					new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	/** Opens a page, and waits until its script has something to show. */
	public void open(String url, int width, boolean dark) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
		this.driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Europe/Berlin"));
		dark(dark);
		this.driver.get(url);
		await().atMost(Duration.ofSeconds(10))
			.until(() -> !this.driver.findElements(By.cssSelector("main > :not(noscript)")).isEmpty());
	}

	public void dark(boolean dark) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
				List.of(Map.of("name", "prefers-color-scheme", "value", (dark) ? "dark" : "light"))));
	}

	/** What a person reads, or is read. */
	public String text() {
		return this.driver.findElement(By.tagName("body")).getText();
	}

	public String title() {
		return this.driver.getTitle();
	}

	public List<WebElement> find(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	public Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Fails if not everybody can use the page, or if it has said anything in the console.
	 */
	public void assertAccessible() {
		this.driver.executeScript(this.axe);
		assertThat(this.driver.executeAsyncScript(
				"""
						const done = arguments[arguments.length - 1];
						axe.run({ resultTypes: ['violations'] }).then((result) => done(result.violations.map((violation) =>
						  violation.id + ': ' + violation.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))));
						"""))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.isEmpty();
		assertThat(this.driver.manage().logs().get(LogType.BROWSER).getAll()).extracting(LogEntry::getMessage)
			.isEmpty();
	}

	/** Fails if one has to scroll sideways. */
	public void assertFits(int width) {
		assertThat((Long) this.driver.executeScript("return document.documentElement.scrollWidth"))
			.isLessThanOrEqualTo(width);
	}

	/** Keeps a picture of the page, where a system property names a folder for them. */
	public void picture(String name, int width) throws IOException {
		String folder = System.getProperty("page.pictures");
		if (folder != null) {
			Object height = this.driver
				.executeScript("return Math.ceil(Math.min(1200, document.body.getBoundingClientRect().height))");
			this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
					Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
			Files.write(Path.of(folder, name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
