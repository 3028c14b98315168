import { fineTuningQuestion } from "./fine-tuning/fine-tuning-question.ts";
import type { Question } from "./question.ts";
import { servingQuestion } from "./serving/serving-question.ts";

/** A question as those see it who know nothing of what it asks. */
export type AnyQuestion = Question<object, object>;

/** Every question that the page can be asked, in the order of its switch. */
export type Registry = readonly AnyQuestion[];

export const questions: Registry = [servingQuestion, fineTuningQuestion];
