package dev.appmigrations.sample.job;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Adds, lists, claims and completes jobs.
 */
@RestController
@RequestMapping("/jobs")
class JobController {

	private final JobQueue queue;

	JobController(JobQueue queue) {
		this.queue = queue;
	}

	@GetMapping
	List<Job> list(@RequestParam(required = false) @Nullable String status) {
		return this.queue.list(status);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Job add(@RequestBody NewJob job) {
		String payload = (job.payload() != null) ? job.payload().toString() : null;
		return this.queue.add(job.accountId(), job.queue(), job.kind(), payload);
	}

	@PostMapping("/claim")
	List<Job> claim(@RequestParam String worker, @RequestParam(defaultValue = "default") String queue,
			@RequestParam(defaultValue = "1") int max) {
		return this.queue.claim(worker, queue, max);
	}

	@PostMapping("/{id}/complete")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void complete(@PathVariable UUID id, @RequestParam String worker) {
		if (!this.queue.complete(id, worker)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Worker '" + worker + "' does not hold the job");
		}
	}

	record NewJob(@Nullable UUID accountId, @Nullable String queue, @Nullable String kind, @Nullable JsonNode payload) {

	}

}
