/* Solus, the voice isolator, for C. ISO C99; needs no other header.
 *
 *     solus_engine* solus = solus_create(NULL);
 *     if (solus == NULL || solus_prepare(solus, 48000.0, 2) != 0) puts(solus_last_error(solus));
 *     solus_process(solus, inputs, outputs, frames);
 *     solus_destroy(solus);
 *
 * Threads. One engine has one audio thread and any number of control threads. solus_process() and solus_reset() belong
 * to the audio thread; solus_prepare() and solus_destroy() must not run beside them. Every other function of an engine
 * may be called from any control thread at any time; enrolments have rules of their own, below. Functions marked
 * "real-time" allocate nothing, take no lock, make no system call and never wait. Different engines know nothing of
 * each other; they share the weights of built-in models.
 *
 * Errors. Nothing is thrown across this interface. A function that returns int returns 0 (SOLUS_OK) for success unless
 * it says otherwise; after anything else solus_last_error() tells in one line what, where and what to do, and the engine
 * is as it was before the call. A NULL where it is not allowed is an error, not a crash.
 *
 * Text is UTF-8 and ends with 0. */
#ifndef SOLUS_H
#define SOLUS_H

#if defined(SOLUS_BUILDING) && defined(__GNUC__)
#define SOLUS_API __attribute__((visibility("default")))
#else
#define SOLUS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* One denoiser, one speaker model and the state of one stream. Owned by whoever called solus_create(). */
typedef struct solus_engine solus_engine;

enum {
    SOLUS_OK = 0,
    SOLUS_BAD_ARGUMENT = 1, /* NULL, out of range, unknown ID */
    SOLUS_NOT_PREPARED = 2, /* solus_prepare(), or solus_enrolment_finish(), has to come first */
    SOLUS_FAILED = 3        /* a model, voice, rate or number of channels that cannot be had; no memory */
};

/* A new engine, or NULL. `model`: NULL for the default, the name of a built-in model ("live"), or the path of a
 * .safetensors file; the text is copied. Loads, so not real-time. solus_last_error(NULL) says why there is none. */
SOLUS_API solus_engine* solus_create(const char* model);

/* Frees the engine; NULL is allowed. No other call on this engine may run or follow. */
SOLUS_API void solus_destroy(solus_engine* solus);

/* The last error of this engine; for NULL, the calling thread's last error that belonged to no engine and no enrolment.
 * Never NULL, "" if there was none. Owned by Solus, valid until the same thread calls this function or
 * solus_enrolment_last_error() again. */
SOLUS_API const char* solus_last_error(const solus_engine* solus);

/* Sizes all memory for 8000 to 192000 Hz (rounded to whole Hz) and 1 to 64 channels, and forgets what was heard;
 * settings and voices stay. May be called again. On an error the engine stays as it was prepared before. */
SOLUS_API int solus_prepare(solus_engine* solus, double rate, int channels);

/* Real-time. `in` and `out`: one pointer for each channel to `frames` samples, full scale 1; any number of frames, 0
 * too. `in` and `out` may be the same buffers. Samples that are not finite count as 0. Output n is the processed input
 * n - solus_latency(). On an error nothing is written. */
SOLUS_API int solus_process(solus_engine* solus, const float* const* in, float* const* out, int frames);

/* Real-time. Forgets what was heard, as if nothing had been processed; a new model that was fading in is there at once. */
SOLUS_API int solus_reset(solus_engine* solus);

/* Real-time. The delay from input to output in whole samples; 0 before solus_prepare(), -1 for NULL. Changes when a
 * model or look-ahead of another delay has faded in. */
SOLUS_API int solus_latency(const solus_engine* solus);

/* Models */

/* Changes the denoiser; as `model` of solus_create(). While sound runs, the new one is warmed up beside the old one and
 * cross-faded: about 0.3 s. One that cannot be had is an error, and the old one plays on. Not real-time. */
SOLUS_API int solus_set_model(solus_engine* solus, const char* model);

/* The built-in denoisers, 0 to solus_model_count() - 1, for solus_create(). NULL beyond. Not freed, always valid. */
SOLUS_API int solus_model_count(void);
SOLUS_API const char* solus_model_name(int index);

/* Settings */

enum { SOLUS_NUMBER = 0, SOLUS_TOGGLE = 1 /* off at 0, on at 1 */ };

/* What can be set. IDs, units and ranges never change. */
typedef struct solus_parameter {
    const char* id;   /* "amount" */
    const char* name; /* "Noise reduction" */
    const char* unit; /* "dB", "%", "ms", or "" */
    const char* help; /* one line */
    float low, high;  /* both allowed */
    float step;       /* of a control; values between are allowed */
    float standard;   /* of a new engine */
    int kind;         /* SOLUS_NUMBER or SOLUS_TOGGLE */
    int rebuilds;     /* 1: solus_set() allocates and cross-fades, so it is not real-time */
} solus_parameter;

/* Real-time. 0 to solus_parameter_count() - 1; NULL beyond. Not freed, always valid. */
SOLUS_API int solus_parameter_count(void);
SOLUS_API const solus_parameter* solus_parameter_at(int index);

/* Sets one parameter, in its unit, from `low` to `high`; a toggle is on from 0.5. Takes effect with the next
 * solus_process(), smoothly. Real-time while it succeeds, but for parameters that rebuild. */
SOLUS_API int solus_set(solus_engine* solus, const char* id, float value);

/* Real-time while it succeeds. What was set last. */
SOLUS_API int solus_get(const solus_engine* solus, const char* id, float* value);

/* Voices */

/* The voices that pass while "gate" is on, instead of those before. `voices`: `count` names of enrolled voices, or
 * paths of .voice files; at most 16. With none, everybody passes. If one of them cannot be had it is an error, and the
 * old set stays. Reads files, so not real-time. */
SOLUS_API int solus_set_voices(solus_engine* solus, const char* const* voices, int count);
SOLUS_API int solus_clear_voices(solus_engine* solus);

/* Real-time. Keeps the score running while "gate" is off; off at first. */
SOLUS_API int solus_listen(solus_engine* solus, int on);

/* Real-time. The probability, 0 to 1, that the last speech was of one of the voices; 0 while nobody listens, -1 for
 * NULL. */
SOLUS_API float solus_score(const solus_engine* solus);

/* Enrolment */

/* A voice that is being learnt: what was heard of it, never the sound. Owned by whoever called
 * solus_enrolment_create(). An enrolment knows nothing of engines and of other enrolments. Its functions may be
 * called from any thread, but from one at a time, and none is real-time: from an audio thread, hand the samples
 * over to another one. Errors as above, with solus_enrolment_last_error(). */
typedef struct solus_enrolment solus_enrolment;

/* A new enrolment for sound at 8000 to 192000 Hz (rounded to whole Hz) with 1 to 64 channels, or NULL. Loads
 * models. solus_last_error(NULL) says why there is none. */
SOLUS_API solus_enrolment* solus_enrolment_create(double rate, int channels);

/* Frees the enrolment; NULL is allowed. What was saved stays. No other call on it may run or follow. */
SOLUS_API void solus_enrolment_destroy(solus_enrolment* enrolment);

/* The last error of this enrolment; for NULL as solus_last_error(NULL). Never NULL, "" if there was none. Owned by
 * Solus, valid until the same thread calls this function or solus_last_error() again. */
SOLUS_API const char* solus_enrolment_last_error(const solus_enrolment* enrolment);

/* Hears the next samples of the voice, alone: one pointer for each channel to `frames` samples, full scale 1; any
 * number of frames, 0 too. They are read during the call and not kept. SOLUS_FAILED after solus_enrolment_finish(). */
SOLUS_API int solus_enrolment_push(solus_enrolment* enrolment, const float* const* in, int frames);

/* Seconds of speech heard so far, without pauses; -1 for NULL. Ten make a good voice, one is the least. */
SOLUS_API double solus_enrolment_seconds(const solus_enrolment* enrolment);

/* What to tell the talker now, on the way to so many seconds of speech: a fault to mend ("too quiet: ..."), "keep
 * talking: 6 s", or "" when there is enough. "" for NULL too. Owned by the enrolment, valid until its next call of
 * this function. */
SOLUS_API const char* solus_enrolment_advice(solus_enrolment* enrolment, double wanted_seconds);

/* Ends the listening and makes the voice. With less than one second of speech SOLUS_FAILED, and more may be pushed.
 * A second call does nothing. */
SOLUS_API int solus_enrolment_finish(solus_enrolment* enrolment);

/* Doubts about the recording after solus_enrolment_finish(), one line each: too quiet, two talkers, ... 0 to
 * solus_enrolment_finding_count() - 1; NULL beyond. Owned by the enrolment, valid until solus_enrolment_destroy(). */
SOLUS_API int solus_enrolment_finding_count(const solus_enrolment* enrolment);
SOLUS_API const char* solus_enrolment_finding(const solus_enrolment* enrolment, int index);

/* Saves the voice after solus_enrolment_finish(), before that SOLUS_NOT_PREPARED; more than once, too. `voice`: a
 * name, in the folder that all programs of Solus share, or a path that ends in .voice; the text is copied.
 * solus_set_voices() takes it from then on. SOLUS_FAILED for what cannot be the name of a voice, for a disk that is
 * full, for a file in its place that is no voice, and, while `replace` is 0, for a voice that is there already: it
 * stays. */
SOLUS_API int solus_enrolment_save(solus_enrolment* enrolment, const char* voice, int replace);

/* The version of the library, "0.1.0". Not freed, always valid. */
SOLUS_API const char* solus_version(void);

#ifdef __cplusplus
}
#endif

#endif
